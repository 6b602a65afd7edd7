from behave import when
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@when("a step passes")
def passes(context):
    pass


@when("a step fails")
def fails(context):
    raise AssertionError("Exception in step")
