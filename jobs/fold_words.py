"""Keeps the search flat: folds what was told into segments, and completes an older store first."""

from bot.services import Services


async def fold_words(services: Services) -> int:
    """Fold all that is settled; how many segments came of it."""
    search = services.store.search
    await search.complete()
    count = 0
    while await search.fold(services.clock()):
        count += 1
    return count
