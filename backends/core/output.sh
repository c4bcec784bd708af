# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# The output of a run (docs/internals.md, Output of a run): chunks in a head and the last tails, within a limit. What can't
# be written is counted, and the name of the next file says how much came before it.
#
# Two readers write into one file: $work/state has what they share, `BYTES NAME SIZE MISSING LOST RETRY`, under the lock
# $work/lock. BYTES is what the command wrote, NAME the file that is open (-: none) with SIZE bytes, MISSING what was lost
# since the last bytes that were written, LOST all of it, RETRY the tick before which the disk is left alone.

# Bytes on disk; half of it is for the head, a sixteenth for each tail.
output_limit=67108864
# Hundredths of a second from one failed write to the next attempt.
retry_after=100
# Bytes in one chunk; bytes that a pipe holds at most (pipe(7)).
chunk_limit=65536 pipe_limit=1048576

begin_output() {
	echo '0 - 0 0 0 0' >"$work/state"
	: >"$work/last"
}

# open_file: the next one; status 1 when it can't be made. The oldest tails go.
open_file() {
	segment=head room=$((output_limit / 2))
	[ "$bytes" -eq 0 ] || { segment=tail.$(printf '%016d' "$bytes") && room=$((output_limit / 16)); }
	make_directory "$output" 077 || return 1
	while :; do
		total=$(cat "$output/head" "$output"/tail.* 2>/dev/null | wc -c)
		[ $((total + room)) -gt "$output_limit" ] || break
		set -- "$output"/tail.*
		[ -e "$1" ] || break
		rm -f "$1"
	done
	(umask 077 && set -C && : >"$output/$segment") 2>/dev/null || return 1
	size=0
	flush "$output"
}

# lose COUNT: bytes that could not be written. What comes after them begins a file of its own.
lose() {
	[ "$size" -ne 0 ] || [ "$segment" = - ] || rm -f "$output/$segment"
	bytes=$((bytes + $1)) missing=$((missing + $1)) lost=$((lost + $1))
	segment=- size=0
	monotonic
	retry=$((ticks + retry_after))
}

# slice PIECE FROM COUNT: print that part of it; COUNT bytes are all that is left of it, as a rule.
slice() {
	if [ "$2" -eq 0 ] && [ "$3" -eq "$length" ]; then cat "$1"; else tail -c +$(($2 + 1)) "$1" | head -c "$3"; fi
}

# write_chunks STREAM PIECE: the $length bytes of a piece, $now the time.
write_chunks() {
	from=0
	while [ "$from" -lt "$length" ]; do
		left=$((length - from))
		monotonic
		[ "$missing" -eq 0 ] || [ "$ticks" -ge "$retry" ] || { lose "$left" && return 0; }
		frame=$((${#now} + ${#left} + 6))
		room=$((output_limit / 16))
		[ "$segment" != head ] || room=$((output_limit / 2))
		[ $((room - size)) -gt "$frame" ] || segment=-
		[ "$segment" != - ] || open_file || { segment=- size=0 && lose "$left" && return 0; }
		count=$((room - size - frame))
		[ "$count" -le "$left" ] || count=$left
		header="@$now $1 $count"
		if { echo "$header" && slice "$2" "$from" "$count" && echo; } | dd obs=131072 conv=fsync 2>/dev/null >>"$output/$segment"; then
			from=$((from + count)) bytes=$((bytes + count)) missing=0
			size=$((size + ${#header} + count + 2))
		else
			dd if=/dev/null of="$output/$segment" bs=1 seek="$size" 2>/dev/null
			lose "$left"
			return 0
		fi
	done
}

# keep STREAM PIECE: the piece becomes chunks, and part of the last lines.
keep() {
	length=$(($(wc -c <"$2")))
	(
		flock 9
		read -r bytes segment size missing lost retry <"$work/state"
		milliseconds
		cat "$2" >>"$work/last"
		[ "$(($(wc -c <"$work/last")))" -le "$chunk_limit" ] ||
			{ tail -c 8192 "$work/last" >"$work/last.new" && mv "$work/last.new" "$work/last"; }
		if [ -n "$output" ]; then write_chunks "$1" "$2"; else bytes=$((bytes + length)); fi
		echo "$bytes $segment $size $missing $lost $retry" >"$work/state"
	) 9>"$work/lock"
}

# stop_reader: end a dd(1) that sleeps, and so waits for an empty pipe. One that has read something must write it down.
stop_reader() {
	hurry=yes heard=$((heard + 1))
	[ -n "$reader" ] && process_stat "$reader" && [ "$stat_state" = S ] && kill -s KILL "$reader" 2>/dev/null
}

# pump STREAM: read standard input piece by piece, as it comes, to its end. While a piece is written nothing more is read:
# the pipe fills, and the command waits. SIGUSR1 says that the rest is no more waited for.
pump() {
	hurry='' reader='' heard=0 taken=0
	trap stop_reader USR1
	trap '' TERM INT HUP
	piece=$work/piece-$1
	# A program in the background has no standard input.
	exec 3<&0
	while [ "$taken" -le "$pipe_limit" ]; do
		: >"$piece"
		dd bs="$chunk_limit" count=1 <&3 >"$piece" 2>/dev/null &
		reader=$!
		while :; do
			before=$heard
			wait "$reader" 2>/dev/null
			[ "$heard" != "$before" ] || break
		done
		reader=
		[ -s "$piece" ] || break
		keep "$1" "$piece"
		[ -z "$hurry" ] || taken=$((taken + length))
	done
}

# end_pumps: both have a second; then what the pipes hold is taken, as much as a pipe can hold.
end_pumps() {
	set_alarm 1
	for pump in "$pump_o" "$pump_e"; do
		while [ -z "$alarm" ] && kill -s 0 "$pump" 2>/dev/null; do wait "$pump"; done
	done
	clear_alarm
	while kill -s 0 "$pump_o" 2>/dev/null || kill -s 0 "$pump_e" 2>/dev/null; do
		kill -s USR1 "$pump_o" "$pump_e" 2>/dev/null
		nap 0.2
	done
	wait "$pump_o" "$pump_e" 2>/dev/null
}

# end_output: an empty file at the end says that the last bytes are missing. $last_lines and $lost are known now.
end_output() {
	read -r bytes segment size missing lost retry <"$work/state"
	[ "$missing" -eq 0 ] || open_file || :
	last_lines=$(tail -c 8192 "$work/last" | tr -d '\000' | tail -n 10)
	[ "$lost" -eq 0 ] || warn "$output_name: output can't be kept: $lost bytes of it were lost"
}
