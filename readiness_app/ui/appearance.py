"""Look and zoom of the window: what the menus choose, the settings keep and the other way round."""

from collections.abc import Callable
from functools import partial

from readiness_app.ui.actions import Actions
from readiness_app.ui.preferences import Preferences, look_of
from readiness_app.ui.theme import ZOOMS, Look, Theme


class Appearance:
    """Keeps the theme, the menus' tick and the person's settings the same."""

    def __init__(self, theme: Theme, commands: Actions, preferences: Preferences) -> None:
        self._theme, self._commands, self._preferences = theme, commands, preferences

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the actions for look and zoom do, by the action's id."""
        looks: dict[str, Callable[[], object]] = {f"theme:{look.value}": partial(self._wear, look) for look in Look}
        return looks | {f"zoom-{step}": partial(self._zoom, step) for step in ("in", "out", "reset")}

    def tick(self) -> None:
        """Tick the look that is worn in the menu."""
        self._commands.check(f"theme:{self._theme.look.value}")

    def follow(self) -> None:
        """Wear what the settings say now."""
        settings = self._preferences.settings
        if self._theme.look.value != settings.theme or self._theme.metrics.zoom != settings.zoom:
            self._theme.choose(look=look_of(settings.theme), zoom=settings.zoom)
            self.tick()

    def _wear(self, look: Look) -> None:
        self._theme.choose(look=look)
        self.tick()
        self._preferences.change(theme=look.value)

    def _zoom(self, step: str) -> None:
        now = self._theme.metrics.zoom
        place = {"in": [z for z in ZOOMS if z > now][:1], "out": [z for z in ZOOMS if z < now][-1:], "reset": [100]}[step]
        if place:
            self._theme.choose(zoom=place[0])
            self._preferences.change(zoom=place[0])
