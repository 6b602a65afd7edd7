from pathlib import Path

from behave import when
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@when("a JPEG image is attached")
def attach_jpeg(context):
    context.attach("image/jpeg", Path(__file__).with_name("cucumber.jpeg").read_bytes())


@when("a PNG image is attached")
def attach_png(context):
    context.attach("image/png", Path(__file__).with_name("cucumber.png").read_bytes())
