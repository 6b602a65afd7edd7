from behave import given
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@given("I have {int} cukes in my belly")
def step_0(context, argument_0):
    pass
