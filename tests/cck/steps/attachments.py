from pathlib import Path

from behave import when
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()

LOG = "text/x.cucumber.log+plain"


@when("the string {string} is attached as {string}")
def attach_string(context, text, media_type):
    context.attach(media_type, text)


@when("the string {string} is logged")
def log_string(context, text):
    context.attach(LOG, text)


@when("text with ANSI escapes is logged")
def log_colours(context):
    letters = ((31, "r"), (91, "a"), (33, "i"), (32, "n"), (34, "b"), (95, "o"), (35, "w"))
    context.attach(LOG, "This displays a " + "".join(f"\x1b[{code}m{letter}\x1b[0m" for code, letter in letters))


@when("the following string is attached as {string}:")
def attach_text(context, media_type):
    context.attach(media_type, str(context.text))


@when("an array with {int} bytes is attached as {string}")
def attach_bytes(context, size, media_type):
    context.attach(media_type, bytes(range(size)))


@when("a PDF document is attached and renamed")
def attach_document(context):
    document = Path(__file__).with_name("document.pdf")
    context.attach("application/pdf", document.read_bytes(), file_name="renamed.pdf")


@when("a link to {string} is attached")
def attach_link(context, uri):
    context.attach("text/uri-list", uri)


@when("the string {string} is attached as {string} before a failure")
def attach_and_fail(context, text, media_type):
    context.attach(media_type, text)
    raise AssertionError("whoops")
