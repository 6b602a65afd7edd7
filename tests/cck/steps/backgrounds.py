from behave import given, then, when
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@given("an order for {string}")
def step_0(context, argument_0):
    pass


@when("an action")
def step_1(context):
    pass


@then("an outcome")
def step_2(context):
    pass
