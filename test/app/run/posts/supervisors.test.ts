import { expect, test } from 'vitest';
import { Supervisors } from '../../../../src/app/run/posts/supervisors.js';
import type { Supervisor } from '../../../../src/host/supervisor.js';

/** Keeps in words what it is asked for. */
class Recorded implements Supervisor {
  readonly asked: string[] = [];
  onExit: Supervisor['onExit'] = () => {};
  onDeath: Supervisor['onDeath'] = () => {};
  constructor(readonly pid: number) {}
  async start({ name }: { name: string }): Promise<number> {
    this.asked.push(`start ${name}`);
    return this.pid + 1;
  }
  removeAtEnd(cgroup: string): void {
    this.asked.push(`remove ${cgroup}`);
  }
  onLine(name: string): void {
    this.asked.push(`hear ${name}`);
  }
  output(name: string): string {
    return `${name} of ${this.pid}`;
  }
  write(name: string, line: string): void {
    this.asked.push(`${name}: ${line}`);
  }
  mark(name: string, timeNs: number): void {
    this.asked.push(`${name} at ${timeNs}`);
  }
  signal(name: string, signal: string): void {
    this.asked.push(`${signal} ${name}`);
  }
  exitOf = () => null;
  pids = () => [{ name: 'one', pid: this.pid + 1 }];
}

const two = () => {
  const [here, there] = [new Recorded(10), new Recorded(20)];
  const both = new Map([
    ['localhost', here],
    ['lab1', there],
  ]);
  return { here, there, all: new Supervisors(both, new Map([['client', 'lab1']])) };
};

const aChild = { argv: ['x'], environment: {}, cwd: '/', log: '/l', cpus: null };

test('asks the supervisor of the host on which a process is', async () => {
  const { here, there, all } = two();
  all.onLine('client', () => {});
  await all.start({ ...aChild, name: 'relay1', on: 'lab1' });
  await all.start({ ...aChild, name: 'server' });
  all.write('relay1', 'quit');
  all.mark('client', 7);
  all.signal('server', 'INT');
  expect(there.asked).toEqual(['hear client', 'start relay1', 'relay1: quit', 'client at 7']);
  expect(here.asked).toEqual(['start server', 'INT server']);
  expect(all.output('relay1')).toBe('relay1 of 20');
  expect([all.hostOf('relay1'), all.hostOf('server')]).toEqual(['lab1', 'localhost']);
});

test('knows the processes of each host', () => {
  const { all } = two();
  expect(all.pid).toBe(10);
  expect(all.guardians()).toEqual([
    { on: 'localhost', pid: 10 },
    { on: 'lab1', pid: 20 },
  ]);
  expect(all.pidsOn('lab1')).toEqual([{ name: 'one', pid: 21 }]);
  expect(() => all.pidsOn('lab9')).toThrow('nobody supervises processes on lab9');
});

test('hears of ends wherever they are', () => {
  const { here, there, all } = two();
  const heard: unknown[] = [];
  all.onExit = (name) => heard.push(name);
  all.onDeath = (cause) => heard.push(cause);
  const exit = { code: 0, signal: null, cpu: { userMicroseconds: 0, systemMicroseconds: 0 } };
  here.onExit('server', exit);
  there.onExit('relay1', exit);
  const cause = new Error('gone');
  there.onDeath(cause);
  expect(heard).toEqual(['server', 'relay1', cause]);
});
