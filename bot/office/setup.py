"""What the settings say of this installation, for pages that help to set it up: no secrets."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.wechat.templates import TemplateSpec

_DEMO = "TPL_"  # begins the ids of the stand-in's templates


@dataclass(frozen=True, slots=True)
class Setup:
    """Whether the keys are those everybody knows, the templates, and where the key file lies."""

    is_demo: bool = True
    templates: Mapping[str, TemplateSpec] = field(default_factory=dict)
    key_file: str = ""

    @property
    def has_demo_templates(self) -> bool:
        """Whether the templates are those of the stand-in."""
        return any(each.id.startswith(_DEMO) for each in self.templates.values())
