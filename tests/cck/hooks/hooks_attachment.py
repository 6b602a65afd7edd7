from pathlib import Path

PICTURE = Path(__file__).parents[1] / "steps" / "cucumber.svg"


def before_scenario(context, scenario):
    context.attach("image/svg+xml", PICTURE.read_bytes())


def after_scenario(context, scenario):
    context.attach("image/svg+xml", PICTURE.read_bytes())
