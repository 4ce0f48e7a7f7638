"""Whether the menu that WeChat shows is ours, whatever it adds of its own."""

from bot.account_menu import BUTTONS, is_published


def test_our_menu_is_known_with_the_empty_parts_that_wechat_adds() -> None:
    shown = [{"sub_button": [], **each} for each in BUTTONS]
    assert is_published(shown)


def test_another_menu_is_not_ours() -> None:
    assert not is_published([])
    assert not is_published(BUTTONS[:2])
    assert not is_published([{**BUTTONS[0], "name": "别的"}, *BUTTONS[1:]])
