import { usageError } from '../../errors.js';
import { axisNames, type AxisName } from '../../model/sweep.js';
import { axisOption, type Axis } from '../../scenario/axis.js';
import { messageSize, rate, wholeNumber } from '../values.js';

/** How each list is read. The highest and lowest values are those of the single ones. */
const readers: Readonly<Record<AxisName, (parts: readonly string[]) => Axis>> = {
  jobs: (parts) => ({ name: 'jobs', values: unique(parts.map(wholeNumber(1, 1_000_000))) }),
  relay_threads: (parts) => ({ name: 'relay_threads', values: unique(parts.map(wholeNumber(1, 1024))) }),
  // 0 is the chain without a relay.
  hops: (parts) => ({ name: 'hops', values: unique(parts.map(wholeNumber(0, 8))) }),
  message_size: (parts) => ({ name: 'message_size', values: unique(parts.map(messageSize)) }),
  rate: (parts) => ({ name: 'rate', values: unique(parts.map(rate)) }),
};

/** In the order in which they were typed. */
const unique = <T>(values: readonly T[]): T[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];

interface ListOption {
  long?: string | undefined;
  description: string;
  argParser: (parse: (text: string) => unknown) => unknown;
}

/**
 * Lets each option that can be an axis hold a list; the scenario then has the first of its values. The function that it
 * returns says which one held a list.
 */
export function takeLists({ options }: { options: readonly ListOption[] }): () => Axis {
  const typed = new Map<AxisName, Axis>();
  for (const name of axisNames) {
    const option = options.find(({ long }) => long === axisOption(name));
    if (option === undefined) throw new Error(`there is no ${axisOption(name)}`);
    option.description += '; or a list';
    option.argParser((text) => {
      const axis = readers[name](text.split(',').map((part) => part.trim()));
      typed.set(name, axis);
      return axis.values[0];
    });
  }
  return () => {
    const [axis, ...more] = [...typed.values()].filter(({ values }) => values.length > 1);
    if (axis === undefined) {
      const names = axisNames.map(axisOption).join(', ');
      throw usageError(
        'no-list',
        'sweep wants a list in one of its options',
        `one of ${names}, such as --jobs 1,2,4,8`,
      );
    }
    if (more.length > 0) {
      const names = [axis, ...more].map(({ name }) => axisOption(name)).join(' and ');
      throw usageError('two-lists', `${names} hold lists, and a curve has one axis`, 'make a sweep for each');
    }
    return axis;
  };
}
