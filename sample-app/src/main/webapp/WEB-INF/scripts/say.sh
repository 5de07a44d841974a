#!/bin/sh
# What sip:exec@host runs: says its first argument after as many seconds as the second says.
sleep "$2"
printf 'the script was given %s\n' "$1"
