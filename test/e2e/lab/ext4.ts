import {Disk, type DiskPlace} from './disk.js';

export interface Ext4Size {
	/** MiB; 512 by default. */
	megabytes?: number;
	/** 16384 by default. */
	inodes?: number;
}

// EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH: from now on nothing reaches the device, not even the journal.
const shutdown =
	'my $flag = pack("L", 2); sysopen(my $d, $ARGV[0], 0) or die $!; ioctl($d, 0x8004587d, $flag) or die $!';

// Large pieces first, then single blocks. What ext4 holds back for delayed allocation is known only after a sync: so
// until another pass writes nothing more.
const useBlocks =
	'while before=$(stat -c %s "$1"); cat /dev/zero >>"$1"; dd if=/dev/zero bs=4k >>"$1"; sync -f "$1"; ' +
	'[ "$(stat -c %s "$1")" != "$before" ]; do :; done';

// Create empty files until there is no inode left for one more.
const useInodes = 'my $i = 0; while (open(my $f, ">", "$ARGV[0]/" . $i++)) {}';

/**
 * A disk whose changes are on an ext4 filesystem of its own (a loop device that goes away with its mount), so that it
 * can be really full, and really lose what was not synced.
 */
export class Ext4Disk extends Disk {
	readonly #size: Ext4Size;

	constructor(place: DiskPlace, size: Ext4Size = {}) {
		super(place);
		this.#size = size;
	}

	override async make(): Promise<void> {
		const {megabytes = 512, inodes = 16384} = this.#size;
		await this.must(['mkdir', '-p', this.directory]);
		await this.must(['truncate', '-s', `${megabytes}M`, this.#image]);
		await this.must(['mkfs.ext4', '-q', '-b', '4096', '-m', '0', '-N', String(inodes), this.#image]);
		await super.make();
	}

	protected override async mount(): Promise<void> {
		await this.must(['mount', '-o', 'loop', this.#image, this.changes]);
		await this.#makeBallast();
		await super.mount();
	}

	override async loseUnsynced(): Promise<void> {
		await this.must(['perl', '-e', shutdown, this.changes]);
		await this.must(['umount', this.root]);
		await this.must(['umount', this.changes]);
		await this.mount();
	}

	/** Use up every block of the disk. Files can still be created while there are inodes, but not one byte written. */
	async fillBlocks(): Promise<void> {
		await this.must(['sh', '-c', `{ ${useBlocks}; } 2>/dev/null`, 'sh', `${this.#ballast}/blocks`]);
	}

	/** Use up every inode of the disk. To have it full of both, fill the inodes first: new names need blocks. */
	async fillInodes(): Promise<void> {
		await this.must(['perl', '-e', useInodes, this.#ballast]);
	}

	/** Give back all that was used up. */
	async free(): Promise<void> {
		await this.must(['rm', '-rf', this.#ballast]);
		await this.#makeBallast();
	}

	get #image(): string {
		return `${this.directory}/disk.img`;
	}

	get #ballast(): string {
		return `${this.changes}/ballast`;
	}

	/** The directory and the file for the blocks are there before anything is used up. */
	async #makeBallast(): Promise<void> {
		await this.must(['sh', '-c', 'mkdir -p "$0" && : >>"$0/blocks"', this.#ballast]);
	}
}
