"""Writes the WSDL 1.1 documents of the SOAP stand-ins (document/literal wrapped)."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.world import fields

_CALL = """
<xs:element name="{name}"><xs:complexType><xs:sequence>{parameters}</xs:sequence></xs:complexType></xs:element>
<xs:element name="{name}Response"><xs:complexType><xs:sequence><xs:element name="{name}Result">
<xs:complexType><xs:sequence>{result}</xs:sequence></xs:complexType>
</xs:element></xs:sequence></xs:complexType></xs:element>"""
_MESSAGES = """
<message name="{name}Soap"><part name="parameters" element="tns:{name}"/></message>
<message name="{name}ResponseSoap"><part name="parameters" element="tns:{name}Response"/></message>"""
_PORT = """
<operation name="{name}">
<input message="tns:{name}Soap"/><output message="tns:{name}ResponseSoap"/>
</operation>"""
_BINDING = """
<operation name="{name}"><soap:operation soapAction="{namespace}{name}" style="document"/>
<input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>"""
_DOCUMENT = """<?xml version="1.0" encoding="utf-8"?>
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
 xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="{namespace}" targetNamespace="{namespace}" name="{service}">
<types><xs:schema elementFormDefault="qualified" targetNamespace="{namespace}">{calls}
</xs:schema></types>{messages}
<portType name="{service}Soap">{ports}
</portType>
<binding name="{service}Soap" type="tns:{service}Soap">
<soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>{bindings}
</binding>
<service name="{service}"><port name="{service}Soap" binding="tns:{service}Soap">
<soap:address location="{address}"/></port></service>
</definitions>
"""


def text_elements(*names: str) -> str:
    """Optional text elements of a schema."""
    return "".join(f'<xs:element name="{name}" type="xs:string" minOccurs="0"/>' for name in names)


def record_elements(dataset: str, record: str, *more: str) -> str:
    """The schema of a list's result: Total, Page, Pages and any number of ``record``."""
    names = (*(wire for _name, wire, kind in fields.SPECS[dataset] if kind != "x"), *more)
    counts = "".join(f'<xs:element name="{name}" type="xs:int"/>' for name in ("Total", "Page", "Pages"))
    return f"{counts}{repeated(record, *names)}"


def repeated(record: str, *names: str) -> str:
    """The schema of any number of ``record`` elements, each of optional text elements."""
    inner = f"<xs:complexType><xs:sequence>{text_elements(*names)}</xs:sequence></xs:complexType>"
    return f'<xs:element name="{record}" minOccurs="0" maxOccurs="unbounded">{inner}</xs:element>'


def wsdl(service: str, namespace: str, address: str, calls: Mapping[str, tuple[tuple[str, ...], str]]) -> str:
    """The document; ``calls`` maps an operation to its parameters and the schema of its result."""
    return _DOCUMENT.format(
        service=service,
        namespace=namespace,
        address=address,
        calls="".join(
            _CALL.format(name=name, parameters=text_elements(*parameters), result=result)
            for name, (parameters, result) in calls.items()
        ),
        messages="".join(_MESSAGES.format(name=name) for name in calls),
        ports="".join(_PORT.format(name=name) for name in calls),
        bindings="".join(_BINDING.format(name=name, namespace=namespace) for name in calls),
    )
