from behave import given
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions
from behave.exception import PendingStepError

use_step_matcher_for_cucumber_expressions()


@given("an unimplemented pending step")
def pending(context):
    raise PendingStepError("TODO")
