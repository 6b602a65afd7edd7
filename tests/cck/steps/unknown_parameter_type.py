from behave import given
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@given("{airport} is closed because of a strike")
def closed(context, airport):
    raise AssertionError("no parameter type is called airport, so nobody calls this")
