/** The logical CPUs that this process may use. */
export interface Topology {
  cpus: {
    cpu: number;
    /** `package:core`, so that siblings have the same. */
    core: string;
    node: number;
  }[];
}
