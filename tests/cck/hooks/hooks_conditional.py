from tellonce import hook


@hook("before_scenario", tags="@passing-hook")
def hook_0(context, scenario):
    pass


@hook("before_scenario", tags="@fail-before")
def hook_1(context, scenario):
    raise AssertionError("Exception in conditional hook")


@hook("after_scenario", tags="@fail-after")
def hook_2(context, scenario):
    raise AssertionError("Exception in conditional hook")


@hook("after_scenario", tags="@passing-hook")
def hook_3(context, scenario):
    pass
