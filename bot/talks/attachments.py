"""Photos, recordings, videos, places and links: they join the open ticket or open one."""

from bot.context import Turn
from bot.filing import draft
from bot.messages import Image, Link, Location, ShortVideo, Video, Voice
from bot.talks import report
from models.ticket import Actor, Attachment, IllegalMoveError, Move, Ticket


async def hear_image(turn: Turn, image: Image) -> str:
    """A photo."""
    return await _attach(turn, Attachment(image.media_id, "photo", turn.now))


async def hear_voice(turn: Turn, voice: Voice) -> str:
    """A recording; the 16 kHz twin is the better one to keep."""
    media_id = voice.media_id_16k or voice.media_id
    return await _attach(turn, Attachment(media_id, "voice", turn.now))


async def hear_video(turn: Turn, video: Video | ShortVideo) -> str:
    """A video."""
    return await _attach(turn, Attachment(video.media_id, "video", turn.now))


async def hear_location(turn: Turn, location: Location) -> str:
    """A place: it joins the open ticket, or waits for the words."""
    place = location.label or f"{location.latitude:.5f},{location.longitude:.5f}"
    ticket = await _joined(turn, place, (), place=place)
    if ticket:
        return turn.say("report.location_joined", number=ticket.number)
    turn.open_form("located", place=place)
    return turn.say("report.location", place=place)


async def answer_located(turn: Turn, text: str) -> str:
    """The words after a place: the ticket filed now is there."""
    answer = await report.hear(turn, text)
    if turn.session.form == "located":
        turn.close_form()
    return answer


async def hear_link(turn: Turn, link: Link) -> str:
    """A shared page."""
    words = f"{link.title} {link.url}".strip()
    ticket = await _joined(turn, words, ())
    if ticket:
        queue = turn.say(f"queue.{ticket.queue}")
        return turn.say("report.joined", number=ticket.number, queue=queue)
    filed = await draft(turn, report.OTHER, words, undecided=True)
    return turn.say("report.link", number=filed.number)


async def _attach(turn: Turn, attachment: Attachment) -> str:
    ticket = await _joined(turn, None, (attachment,))
    if ticket:
        return turn.say(f"report.attached.{attachment.kind}", number=ticket.number)
    kind = turn.say(f"kind.{attachment.kind}")
    filed = await draft(
        turn,
        report.OTHER,
        turn.say("report.attachment_text", kind=kind),
        undecided=True,
        attachments=(attachment,),
    )
    return turn.say(f"report.{attachment.kind}", number=filed.number)


async def _joined(
    turn: Turn, note: str | None, attachments: tuple[Attachment, ...], **changes: object
) -> Ticket | None:
    """The open ticket with this added; None when there is none to join."""
    ticket = await report.open_ticket(turn)
    if ticket is None:
        return None
    try:
        ticket = await turn.move(
            ticket, Move.ADD, Actor.ASKER, note=note, attachments=attachments, **changes
        )
    except IllegalMoveError:
        return None
    turn.join_to(ticket.id)
    return ticket
