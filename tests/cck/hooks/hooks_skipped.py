from tellonce import hook


@hook("before_scenario")
def hook_0(context, scenario):
    pass


@hook("before_scenario", tags="@skip-before")
def hook_1(context, scenario):
    scenario.skip()


@hook("before_scenario")
def hook_2(context, scenario):
    pass


@hook("after_scenario")
def hook_3(context, scenario):
    pass


@hook("after_scenario", tags="@skip-after")
def hook_4(context, scenario):
    scenario.skip()


@hook("after_scenario")
def hook_5(context, scenario):
    pass
