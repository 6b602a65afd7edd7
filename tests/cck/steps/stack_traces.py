from behave import when
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@when("a step throws an exception")
def throws(context):
    raise ValueError("BOOM")
