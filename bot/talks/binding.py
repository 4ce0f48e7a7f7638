"""绑定: an elder and a child find each other by six digits, and the elder says yes or no.

Whichever of the two says the code, the elder is asked in their own chat, and only their yes binds.
"""

import re

from bot import family
from bot.commands import Command, choice, in_digits, plain, spoken_choice
from bot.context import Turn
from bot.kin_terms import name_of
from bot.names import is_name
from bot.noises import bare
from models.kin import Bond
from models.kin_codes import ASKED_FOR, DIGITS, KinCode, KinQuestion, Side
from models.number import is_number

YES, NO = 1, 2
_WORDS = {
    YES: re.compile("(?:我?愿意|我?同意|可以|行|好的?|对|是的?|要)+"),
    NO: re.compile("(?:我?不(?:愿意|同意|可以|行|好|对|是|要)?)+"),
}
# Outside the form only what can mean nothing else; a bare number where nothing came in between.
_PLAIN_WORDS = {YES: re.compile("我?同意"), NO: re.compile("我?不同意")}
_BEFORE_CODE = re.compile("(?:绑定)?的?(?:号码|数字|密码|验证码|码)?(?:就?是)?[:：]?")
_BETWEEN_DIGITS = re.compile(r"[\s,，、.。\-]")


def read_code(text: str) -> str | None:
    """The six digits of a code, typed or spoken, full width or with blanks; None for all else."""
    said = _BEFORE_CODE.sub("", bare(plain(text)), count=1)
    digits = in_digits(_BETWEEN_DIGITS.sub("", said))
    is_code = len(digits) == DIGITS and digits.isascii() and digits.isdecimal()
    return digits if is_code else None


async def start(turn: Turn, command: Command) -> str:
    """绑定老人, 照看我妈: a child wants to look after an elder."""
    elder_name = name_of(command.rest or "")
    bonds = await turn.services.store.kin.of_child(turn.person)
    known = next((each.child_name for each in bonds if each.child_name), None)
    if known:
        return await _give_code(turn, known, elder_name)
    named = {"elder_name": elder_name} if elder_name else {}
    turn.open_form("kin_name", **named)
    return turn.say("family.ask_name")


async def start_either(turn: Turn, command: Command) -> str:
    """绑定家人: whoever says it may be the elder or the child."""
    if turn.is_elder:
        return await offer(turn, command)
    turn.open_form("kin_side")
    return turn.say("family.which_side")


async def answer_side(turn: Turn, text: str) -> str | None:
    """1: I look after an elder; 2: somebody shall look after me; else it is heard as words."""
    chosen = spoken_choice(text, {})
    turn.close_form()
    if chosen not in (1, 2):
        return None
    talk = start if chosen == 1 else offer
    return await talk(turn, Command("bind_elder"))


async def offer(turn: Turn, command: Command) -> str:
    """绑定女儿, 让儿子照看我: an elder wants to be looked after."""
    turn.close_form()
    digits = await turn.services.store.kin_codes.open(turn.person, Side.ELDER, turn.now)
    return turn.say("family.code_of_elder", code=_readable(digits))


async def answer_name(turn: Turn, text: str) -> str:
    """What the child is called."""
    name, answers = plain(text), turn.session.answers
    if not is_name(name):
        return turn.say("family.wrong_name")
    turn.close_form()
    if elder := answers.get("elder"):
        return await _ask(turn, elder, turn.person, name, None)
    return await _give_code(turn, name, answers.get("elder_name"))


async def _give_code(turn: Turn, name: str, elder_name: str | None) -> str:
    digits = await turn.services.store.kin_codes.open(
        turn.person, Side.CHILD, turn.now, child_name=name, elder_name=elder_name
    )
    return turn.say("family.code_of_child", code=_readable(digits))


async def hear_code(turn: Turn, command: Command) -> str:
    """绑定 123456: a code was said."""
    digits = read_code(command.rest or "")
    return await _said(turn, digits) if digits else turn.say("family.code_shape")


async def hear_digits(turn: Turn, text: str) -> str | None:
    """Six digits alone are a code too, unless they name a ticket or belong to one."""
    digits = read_code(text)
    if digits is None or is_number(digits) or turn.session.ticket:
        return None
    return await _said(turn, digits)


async def _said(turn: Turn, digits: str) -> str:
    """Somebody said a code: wrong, their own, or the two have found each other."""
    store, key = turn.services.store, turn.message.key
    if not await store.kin_tries.lets_try(turn.person, key, turn.now):
        return turn.say("family.too_many_tries")
    code = await store.kin_codes.find(digits, turn.now)
    if code is None or code.used not in (None, key):
        return turn.say("family.wrong_code")
    await store.kin_tries.take_back(turn.person, key)
    if code.id == turn.person:
        return turn.say("family.own_code")
    elder, child = (code.id, turn.person) if code.side is Side.ELDER else (turn.person, code.id)
    if await store.kin.of_two(elder, child):
        return turn.say("family.bound_before")
    if await family.is_full(turn.services, elder, child):
        return turn.say("family.full")
    if not await store.kin_codes.use(code, key):
        return turn.say("family.wrong_code")
    return await _found(turn, code, elder, child)


async def _found(turn: Turn, code: KinCode, elder: str, child: str) -> str:
    """The two have found each other; whoever is missing a name is asked for it."""
    if code.child_name:
        return await _ask(turn, elder, child, code.child_name, code.elder_name)
    bonds = await turn.services.store.kin.of_child(child)
    known = next((each.child_name for each in bonds if each.child_name), None)
    if known:
        return await _ask(turn, elder, child, known, None)
    turn.open_form("kin_name", elder=elder)
    return turn.say("family.ask_name")


async def _ask(turn: Turn, elder: str, child: str, name: str, elder_name: str | None) -> str:
    """Ask the elder, here or in the elder's own chat."""
    until = turn.now + ASKED_FOR
    question = KinQuestion(elder, child, turn.now, until, name, elder_name)
    await turn.services.store.kin_questions.ask(question)
    if elder == turn.person:
        return _question(turn, question)
    turn.tell(elder, turn.services.phrases("family.consent", name=name))
    return turn.say("family.elder_is_asked")


def _question(turn: Turn, question: KinQuestion) -> str:
    turn.open_form("kin_consent", child=question.child)
    return turn.say("family.consent", name=question.child_name)


async def answer_consent(turn: Turn, text: str) -> str | None:
    """The elder's 1 or 2 right after the question; anything else is heard as words."""
    chosen, child = spoken_choice(text, _WORDS), turn.session.answers["child"]
    turn.close_form()
    if chosen not in (YES, NO):
        return None
    waiting = await _waiting(turn)
    question = next((each for each in waiting if each.child == child), None)
    return await _decide(turn, question, chosen) if question else None


async def hear_consent(turn: Turn, text: str, *, is_number_enough: bool = True) -> str | None:
    """The elder's answer to a question that came by itself, as long as it is plainly one.

    A bare number is, where no form is open and nothing was said between the question and it.
    """
    form, chosen = turn.session.form, spoken_choice(text, _PLAIN_WORDS)
    is_number = choice(text) is not None
    if chosen not in (YES, NO) or form == "kin_consent":
        return None
    if is_number and (form or not is_number_enough):
        return None
    waiting = await _waiting(turn)
    since = turn.previous.at if turn.previous and is_number else None
    asked = [each for each in waiting if since is None or each.asked > since]
    if not asked:
        return None
    if len(asked) > 1:
        return _question(turn, asked[0])
    return await _decide(turn, asked[0], chosen)


async def _waiting(turn: Turn) -> list[KinQuestion]:
    questions = turn.services.store.kin_questions
    return list(await questions.waiting(turn.person, turn.message.key, turn.now))


async def _decide(turn: Turn, question: KinQuestion, chosen: int) -> str | None:
    """The elder said yes or no; both are told, and only a yes binds."""
    services, name = turn.services, question.child_name
    if not await services.store.kin_questions.answer(question, turn.message.key):
        return None
    if chosen == NO:
        turn.tell(question.child, services.phrases("family.refused_to_child"))
        return turn.say("family.refused", name=name)
    bond = Bond(turn.person, question.child, turn.now, turn.person, question.elder_name, name)
    if await services.store.kin.of_two(bond.elder, bond.child) is None:
        if await family.is_full(services, bond.elder, bond.child):
            return turn.say("family.full")
        await family.bind(services, bond)
    who = family.called(services, bond)
    turn.tell(question.child, services.phrases("family.bound_to_child", who=who))
    return turn.say("family.bound", name=name)


def _readable(digits: str) -> str:
    return f"{digits[:3]} {digits[3:]}"
