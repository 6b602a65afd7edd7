import pytest
from behave import given
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@given("I skip a step")
def skip(context):
    pytest.skip("skipping")
