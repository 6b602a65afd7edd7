from behave import given
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@given("an implemented step")
def step_0(context):
    pass


@given("a step that will be skipped")
def step_1(context):
    pass
