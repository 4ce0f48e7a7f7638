"""The whole API surface on one page."""

from simulator.api import (
    accounts,
    credentials,
    media,
    menus,
    messages,
    miniprogram,
    qrcodes,
    users,
)
from simulator.api.call import Call

CALLS = (
    Call("/cgi-bin/token", "GET", credentials.token, needs_token=False),
    Call("/cgi-bin/stable_token", "POST", credentials.stable_token, needs_token=False),
    Call("/cgi-bin/message/template/send", "POST", messages.send_template),
    Call("/cgi-bin/message/custom/send", "POST", messages.send_custom),
    Call("/cgi-bin/message/custom/typing", "POST", messages.show_typing),
    Call("/cgi-bin/media/upload", "POST", media.upload),
    Call("/cgi-bin/media/get", "GET", media.get),
    Call("/cgi-bin/menu/create", "POST", menus.create),
    Call("/cgi-bin/menu/get", "GET", menus.get),
    Call("/cgi-bin/menu/delete", "GET", menus.delete),
    Call("/cgi-bin/get_current_selfmenu_info", "GET", menus.current),
    Call("/cgi-bin/qrcode/create", "POST", qrcodes.create),
    Call("/cgi-bin/showqrcode", "GET", qrcodes.show, needs_token=False),
    Call("/cgi-bin/user/info", "GET", users.info),
    Call("/cgi-bin/user/get", "GET", users.followers),
    Call("/cgi-bin/template/get_all_private_template", "GET", accounts.templates),
    Call("/cgi-bin/getcallbackip", "GET", accounts.callback_addresses),
    Call("/cgi-bin/openapi/quota/get", "POST", accounts.quota),
    Call("/cgi-bin/clear_quota", "POST", accounts.clear_quota),
    Call("/sns/jscode2session", "GET", miniprogram.code_to_session, needs_token=False),
)
