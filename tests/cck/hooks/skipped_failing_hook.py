def after_scenario(context, scenario):
    raise AssertionError("whoops")
