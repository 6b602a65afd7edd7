from behave import given
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@given("a normal step")
def normal(context):
    pass


@given("a step that skips")
def skips(context):
    context.scenario.skip()
