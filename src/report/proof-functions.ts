/**
 * The part of a proof script that is the same for every exchange: the key hierarchy of 12.7.1.6 in
 * POSIX shell over openssl. Octets are hex digits in every variable and argument.
 */
export const proofFunctions = String.raw`case $(openssl version) in
"OpenSSL "[3-9]*) ;;
*)
  echo "this script needs openssl 3 or later" >&2
  exit 2
  ;;
esac

agreed=0
disagreed=0
unclaimed=0
known_ssid=none

# Hex digits of openssl's or od's output: lower case, nothing between them.
hex() {
  tr -d ': \n' | tr 'A-F' 'a-f'
}

# Hex digits to octets.
octets() {
  printf '%b' "$(printf '%s\n' "$1" | awk '{
    for (i = 1; i < length($0); i += 2)
      printf "\\0%03o", 16 * (index("0123456789abcdef", substr($0, i, 1)) - 1) \
        + index("0123456789abcdef", substr($0, i + 1, 1)) - 1
  }')"
}

text() {
  printf '%s' "$1" | od -An -v -tx1 | hex
}

# part FIRST LENGTH HEX: LENGTH octets from octet FIRST on, the first being 0.
part() {
  printf '%s' "$3" | cut -c "$(($1 * 2 + 1))-$((($1 + $2) * 2))"
}

length_of() {
  printf '%02x' "$((${"$"}{#1} / 2))"
}

little_endian() {
  printf '%02x%02x' "$(($1 % 256))" "$(($1 / 256))"
}

# hmac DIGEST KEY DATA
hmac() {
  octets "$3" | openssl mac -digest "$1" -macopt "hexkey:$2" HMAC | hex
}

# cmac KEY DATA (RFC 4493)
cmac() {
  octets "$2" | openssl mac -cipher AES-128-CBC -macopt "hexkey:$1" CMAC | hex
}

# name DATA: the first 16 octets of the AKM's hash.
name() {
  part 0 16 "$(octets "$1" | openssl dgst -r "-$DIGEST" | cut -d ' ' -f 1)"
}

# kdf KEY LABEL CONTEXT OCTETS: HMAC over counter, label, context and length in bits, repeated.
kdf() {
  result=
  counter=1
  while [ "${"$"}{#result}" -lt "$(($4 * 2))" ]; do
    result=$result$(hmac "$DIGEST" "$1" "$(little_endian "$counter")$(text "$2")$3$(little_endian "$(($4 * 8))")")
    counter=$((counter + 1))
  done
  part 0 "$4" "$result"
}

is_hex() {
  case $1 in
  *[!0-9a-f]*) return 1 ;;
  esac
  [ "${"$"}{#1}" -eq "$(($2 * 2))" ]
}

# The key is read without an echo; a pipe may bring it instead of a person.
ask() {
  if [ -t 0 ]; then
    printf '%s: ' "$1" >&2
    trap 'stty echo' EXIT
    stty -echo
  fi
  IFS= read -r key || [ -n "$key" ] || {
    echo "no key was given" >&2
    exit 2
  }
  if [ -t 0 ]; then
    stty echo
    trap - EXIT
    echo >&2
  fi
  digits=$(printf '%s' "$key" | tr 'A-F' 'a-f')
  case $START in
  passphrase) if is_hex "$digits" 32; then START=pmk; fi ;;
  *)
    is_hex "$digits" "$PMK_LENGTH" || {
      echo "the key must have $((PMK_LENGTH * 2)) hex digits" >&2
      exit 2
    }
    ;;
  esac
  case $START in
  pmk) PMK=$digits ;;
  pmk-r0) PMK_R0=$digits ;;
  pmk-r1) PMK_R1=$digits ;;
  esac
}

# derive_r0 SSID MDID R0KH-ID: PMK, PMK-R0 and PMKR0Name.
derive_r0() {
  if [ "$START" = passphrase ] && [ "$known_ssid" != "$1" ]; then
    PMK=$(openssl kdf -keylen 32 -kdfopt digest:SHA1 -kdfopt "hexpass:$(text "$key")" \
      -kdfopt "hexsalt:$1" -kdfopt iter:4096 -kdfopt pkcs5:1 PBKDF2 | hex)
    known_ssid=$1
  fi
  data=$(kdf "$PMK" FT-R0 "$(length_of "$1")$1$2$(length_of "$3")$3$STATION" "$((PMK_LENGTH + 16))")
  PMK_R0=$(part 0 "$PMK_LENGTH" "$data")
  PMKR0NAME=$(name "$(text FT-R0N)$(part "$PMK_LENGTH" 16 "$data")")
}

# name_r1 PMKR0Name R1KH-ID
name_r1() {
  PMKR1NAME=$(name "$(text FT-R1N)$1$2$STATION")
}

# derive_r1 R1KH-ID
derive_r1() {
  if [ "$START" != pmk-r1 ]; then
    PMK_R1=$(kdf "$PMK_R0" FT-R1 "$1$STATION" "$PMK_LENGTH")
  fi
}

# derive_ptk SNONCE ANONCE OCTETS
derive_ptk() {
  PTK=$(kdf "$PMK_R1" FT-PTK "$1$2$BSSID$STATION" "$3")
}

# make_mic CMAC|DIGEST FIRST LENGTH MIC-LENGTH DATA: with the key at octet FIRST of the PTK.
make_mic() {
  kck=$(part "$2" "$3" "$PTK")
  case $1 in
  CMAC) MIC=$(part 0 "$4" "$(cmac "$kck" "$5")") ;;
  *) MIC=$(part 0 "$4" "$(hmac "$1" "$kck" "$5")") ;;
  esac
}

# compare TITLE SEEN COMPUTED FTSCOPE CLAIM
compare() {
  echo "$1"
  echo "  the frame has  $2"
  echo "  it should be   $3"
  found=different
  if [ "$2" = "$3" ]; then found=same; fi
  if [ -z "$4" ]; then
    unclaimed=$((unclaimed + 1))
    echo "  $found; ftscope had no key for it"
  elif [ "$3" = "$4" ] && [ "$found" = "$5" ]; then
    agreed=$((agreed + 1))
    echo "  $found, as ftscope says"
  else
    disagreed=$((disagreed + 1))
    echo "  $found, NOT as ftscope says: $5, computed $4"
  fi
  echo
}

# finish VERDICT
finish() {
  if [ "$disagreed" -gt 0 ]; then
    echo "RESULT: $disagreed of $((agreed + disagreed)) values do not come out as ftscope says."
    echo "Either the key is another one than ftscope was given, or ftscope is wrong."
    exit 1
  fi
  if [ "$agreed" -eq 0 ]; then
    echo "RESULT: ftscope had no key: it claims nothing about these $unclaimed values."
    exit 0
  fi
  echo "RESULT: $agreed of $agreed values come out as ftscope says."
  echo "Its verdict: $1"
}
`;
