"""A security key in software: makes and shows passkeys as a browser passes them on (WebAuthn)."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.webauthn import AttestedCredentialData, AuthenticatorData

ORIGIN = "https://testserver"


def text(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


@dataclass
class SecurityKey:
    """Its `counter` grows with each use; a test may turn it back, as a copy of the key has it."""

    host: str = "testserver"
    origin: str = ORIGIN
    counter: int = 1
    secret: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def make(self, options: dict[str, Any]) -> str:
        """The browser's answer to `navigator.credentials.create`."""
        public = ES256.from_cryptography_key(self.secret.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.credential_id, public)
        data = self._data(AuthenticatorData.FLAG.AT, credential)
        attestation = cbor.encode({"fmt": "none", "authData": bytes(data), "attStmt": {}})
        return self._answer("webauthn.create", options, attestationObject=text(attestation))

    def show(self, options: dict[str, Any]) -> str:
        """The browser's answer to `navigator.credentials.get`."""
        self.counter += 1
        data = bytes(self._data(AuthenticatorData.FLAG(0)))
        client_data = self._client_data("webauthn.get", options)
        signed = data + hashlib.sha256(client_data).digest()
        signature = self.secret.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            "webauthn.get", options, authenticatorData=text(data), signature=text(signature)
        )

    def _data(self, flags: Any, credential: bytes = b"") -> AuthenticatorData:
        all_flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | flags
        host = hashlib.sha256(self.host.encode()).digest()
        return AuthenticatorData.create(host, all_flags, self.counter, credential)

    def _client_data(self, kind: str, options: dict[str, Any]) -> bytes:
        challenge = options["publicKey"]["challenge"]
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, kind: str, options: dict[str, Any], **response: str) -> str:
        client_data = text(self._client_data(kind, options))
        return json.dumps(
            {
                "id": text(self.credential_id),
                "rawId": text(self.credential_id),
                "type": "public-key",
                "response": {"clientDataJSON": client_data, **response},
                "clientExtensionResults": {},
            }
        )
