"""Scripts that install the exported files in mailboxes, for administrators to read and run. Pure.

No shell can take an address or a name for a command: each is quoted by the shell's own rules, and
the contents come from the files."""

import re
import shlex
from collections.abc import Iterable
from typing import Final

type Entry = tuple[str, str, str]
"""Address, HTML file, text file."""

# PowerShell treats each of these as a single quote, and two of them as an escaped one.
_SINGLE_QUOTES: Final = re.compile("['\u2018\u2019\u201a\u201b]")
_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")

_GOOGLE: Final = """\
#!/bin/sh
# Puts each signature into its Gmail account with GAM (https://github.com/GAM-team/GAM).
# Run it in this folder, as an administrator who has set up GAM:  sh google_workspace.sh
# Gmail shows it in new messages on the web. Another signature of that address is replaced.
set -u
sha256sum --check --quiet SHA256SUMS || exit 1
failed=0
put() {
  printf '%s of %s: %s\\n' "$1" "$2" "$3"
  gam user "$3" signature file "$4" html || failed=$((failed + 1))
}
"""
_EXCHANGE: Final = """\
# Puts each signature into its mailbox for Outlook on the web.
# Before: Install-Module ExchangeOnlineManagement; Connect-ExchangeOnline
# It has no effect while roaming signatures are on. To postpone them for the whole organization:
#   Set-OrganizationConfig -PostponeRoamingSignaturesUntilLater $true
# Run it in this folder:  .\\exchange_online.ps1
$ErrorActionPreference = 'Stop'
$failed = 0
function Put-Signature([string]$Place, [string]$Address, [string]$Html, [string]$Text) {
  Write-Host $Place $Address
  try {
    Set-MailboxMessageConfiguration -Identity $Address `
      -SignatureHtml ([IO.File]::ReadAllText((Join-Path $PSScriptRoot $Html))) `
      -SignatureText ([IO.File]::ReadAllText((Join-Path $PSScriptRoot $Text))) `
      -AutoAddSignature $true -AutoAddSignatureOnReply $true
  } catch {
    $script:failed++
    Write-Warning ('{0}: {1}' -f $Address, $_.Exception.Message)
  }
}
"""


def google_workspace(entries: Iterable[Entry]) -> str:
    """Returns the script for GAM, for a POSIX shell."""
    listed = list(entries)
    lines = [
        f"put {number} {len(listed)} {_posix(address)} {_posix(htm)}\n"
        for number, (address, htm, _txt) in enumerate(listed, start=1)
    ]
    end = 'printf \'%s failed\\n\' "$failed"\n[ "$failed" -eq 0 ]\n'
    return _GOOGLE + "".join(lines) + end


def exchange_online(entries: Iterable[Entry]) -> str:
    """Returns the script for Exchange Online, for PowerShell."""
    listed = list(entries)
    lines = [
        f"Put-Signature '{number} of {len(listed)}:'"
        f" {_powershell(address)} {_powershell(htm)} {_powershell(txt)}\n"
        for number, (address, htm, txt) in enumerate(listed, start=1)
    ]
    return _EXCHANGE + "".join(lines) + 'Write-Host "$failed failed"\nexit [int]($failed -gt 0)\n'


def _posix(value: str) -> str:
    return shlex.quote(_BREAKS.sub("", value))


def _powershell(value: str) -> str:
    return "'" + _SINGLE_QUOTES.sub(lambda match: match[0] * 2, _BREAKS.sub("", value)) + "'"
