"""What each dataset promises, and the words in which connectors and the hub speak."""

from hub.contracts.exchange import Message, Page, Receipt, Source, Target, Window
from hub.contracts.model import Classification, Contract, Field, LogicalType, Tombstone, WindowKind, load_contract
from hub.contracts.registry import connector, contract, contracts, select

__all__ = [
    "Classification", "Contract", "Field", "LogicalType", "Message", "Page", "Receipt", "Source", "Target",
    "Tombstone", "Window", "WindowKind", "connector", "contract", "contracts", "load_contract", "select",
]  # fmt: skip
