from behave import given
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@given("a step with a data table a doc string")
def step_0(context):
    pass


@given("a step with a doc string a data table")
def step_1(context):
    pass
