from tellonce import hook


@hook("before_all")
def hook_0(context):
    pass


@hook("before_all")
def hook_1(context):
    pass


@hook("after_all")
def hook_2(context):
    pass


@hook("after_all")
def hook_3(context):
    raise AssertionError("AfterAll hook went wrong")


@hook("after_all")
def hook_4(context):
    pass
