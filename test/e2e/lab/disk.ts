import type {Rack} from './rack.js';
import type {Command, RunOptions} from './run.js';

export interface DiskPlace {
	rack: Rack;
	/** Where the disk's own files are, in the rack's mount namespace. */
	directory: string;
	/** The shared tree. */
	lower: string;
}

/** The disk of one node: an overlay over a shared tree, in the rack's mount namespace. */
export class Disk {
	protected readonly directory: string;
	readonly #rack: Rack;
	readonly #lower: string;

	constructor({rack, directory, lower}: DiskPlace) {
		this.directory = directory;
		this.#rack = rack;
		this.#lower = lower;
	}

	/** The guest's root directory, in the rack's mount namespace. */
	get root(): string {
		return `${this.directory}/root`;
	}

	/** Where the overlay's upper and work directories are. */
	protected get changes(): string {
		return `${this.directory}/changes`;
	}

	/** Make the disk, and mount it at {@link root}. */
	async make(): Promise<void> {
		await this.must(['mkdir', '-p', this.root, this.changes]);
		await this.mount();
	}

	/** Make it writable again, after a guest that made it read-only at its shutdown; if the rack is still there. */
	async makeWritable(): Promise<void> {
		await this.#rack.run(['mount', '-o', 'remount,rw', this.root]);
	}

	/** Lose what was not synced, as a power cut does. Only for a node that is off. */
	async loseUnsynced(): Promise<void> {
		throw new Error("only a node with disk: 'ext4' can lose what was not synced");
	}

	protected async mount(): Promise<void> {
		const [upper, work] = [`${this.changes}/upper`, `${this.changes}/work`];
		await this.must(['mkdir', '-p', upper, work]);
		// One device number for the whole disk, as on any other: for du -x and find -xdev.
		const options = `xino=on,lowerdir=${this.#lower},upperdir=${upper},workdir=${work}`;
		await this.must(['mount', '-t', 'overlay', 'overlay', '-o', options, this.root]);
	}

	protected must(command: Command, options?: RunOptions): Promise<string> {
		return this.#rack.must(command, options);
	}
}
