import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printed } from './network.js';

/** What ssh is told of the hosts, and they of it; all of it in one folder, with keys that are thrown away with it. */
export class SshFiles {
  readonly config: string;
  /** A folder with a program `ssh` that knows the hosts, to be the first of PATH: ssh does not look at $HOME. */
  readonly bin: string;
  readonly #folder: string;
  readonly #key: string;
  readonly #known: string;

  constructor(folder: string, ssh: string) {
    this.#folder = folder;
    this.config = join(folder, 'ssh_config');
    this.bin = join(folder, 'bin');
    this.#known = join(folder, 'known_hosts');
    this.#key = makeKey(join(folder, 'key'));
    mkdirSync(this.bin);
    const wrapper = join(this.bin, 'ssh');
    writeFileSync(wrapper, `#!/bin/sh\nexec ${ssh} -F ${this.config} "$@"\n`);
    chmodSync(wrapper, 0o755);
    writeFileSync(this.#known, '');
    const options = [
      'User root',
      `IdentityFile ${this.#key}`,
      'IdentitiesOnly yes',
      'IdentityAgent none',
      `UserKnownHostsFile ${this.#known}`,
      'GlobalKnownHostsFile /dev/null',
      'StrictHostKeyChecking yes',
    ];
    writeFileSync(this.config, options.map((line) => `${line}\n`).join(''));
  }

  /**
   * Makes a host known under its name, and under `NAME.jump` by way of the first one. Returns its folder; the
   * configuration of its sshd is `sshd_config` there.
   */
  addHost(name: string, address: string): string {
    const folder = join(this.#folder, name);
    mkdirSync(folder);
    const hostKey = makeKey(join(folder, 'host_key'));
    appendFileSync(this.#known, `${address} ${readFileSync(`${hostKey}.pub`, 'utf8')}`);
    const host = `  HostName ${address}\n`;
    appendFileSync(this.config, `Host ${name}\n${host}Host ${name}.jump\n${host}  ProxyJump h1\n`);
    this.#configure(folder, address, hostKey);
    return folder;
  }

  /** From the next start of its sshd on a host is not who it was. */
  replaceHostKey(folder: string, address: string): void {
    this.#configure(folder, address, makeKey(join(folder, `another_${Date.now()}`)));
  }

  #configure(folder: string, address: string, hostKey: string): void {
    // What stands on PATH here, relays too, does so there.
    const environment = ['PATH', 'LD_LIBRARY_PATH']
      .filter((name) => process.env[name] !== undefined)
      .map((name) => `"${name}=${process.env[name]}"`);
    const lines = [
      `ListenAddress ${address}`,
      `HostKey ${hostKey}`,
      `PidFile ${join(folder, 'sshd.pid')}`,
      `AuthorizedKeysFile ${this.#key}.pub`,
      'PermitRootLogin prohibit-password',
      'PasswordAuthentication no',
      'StrictModes no',
      'UsePAM no',
      'PrintMotd no',
      'PermitUserRC no',
      'Subsystem sftp internal-sftp',
      `SetEnv ${environment.join(' ')}`,
    ];
    writeFileSync(join(folder, 'sshd_config'), lines.map((line) => `${line}\n`).join(''));
  }
}

function makeKey(path: string): string {
  printed(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'laboratory', '-f', path]);
  return path;
}
