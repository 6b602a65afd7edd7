from behave import given
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions
from behave.exception import PendingStepError

use_step_matcher_for_cucumber_expressions()


@given("an implemented non-pending step")
def implemented(context):
    pass


@given("an implemented step that is skipped")
def skipped(context):
    pass


@given("an unimplemented pending step")
def pending(context):
    raise PendingStepError
