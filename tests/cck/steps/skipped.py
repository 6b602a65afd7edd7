from behave import given
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@given("a step that does not skip")
def does_not_skip(context):
    pass


@given("a step that is skipped")
def is_skipped(context):
    pass


@given("I skip a step")
def skip(context):
    context.scenario.skip()
