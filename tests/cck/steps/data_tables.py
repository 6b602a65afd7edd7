from behave import then, when
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@when("the following table is transposed:")
def transpose(context):
    rows = [context.table.headings, *(row.cells for row in context.table)]
    context.transposed = [list(column) for column in zip(*rows, strict=True)]


@then("it should be:")
def should_be(context):
    assert context.transposed == [context.table.headings, *(row.cells for row in context.table)]
