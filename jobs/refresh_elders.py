"""How people are talked to changes in one process; this brings it to the memory of the others."""

from bot.services import Services


async def refresh_elders(services: Services) -> None:
    """Take over what another process changed. Raises StoreUnavailableError."""
    await services.elders.refresh(services.store.residents, services.clock())
