#!/bin/sh
# Finds what the full tests look at pages and documents with, or installs it (Debian, Ubuntu).
set -eu

missing=""
command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
  || command -v google-chrome >/dev/null || [ -n "${MATCHER_BROWSER:-}" ] || missing="$missing chromium"
command -v soffice >/dev/null || missing="$missing libreoffice-writer-nogui libreoffice-calc-nogui"
command -v pdftoppm >/dev/null || missing="$missing poppler-utils"
[ -n "$(fc-list :lang=ja 2>/dev/null | head -n 1)" ] || missing="$missing fonts-noto-cjk"

[ -z "$missing" ] && exit 0

echo "The full tests need:$missing"
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  apt-get update -qq
  # shellcheck disable=SC2086  # one word a package
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
else
  echo "Install them (for example: sudo apt-get install$missing) and run make test-full again."
  exit 1
fi
