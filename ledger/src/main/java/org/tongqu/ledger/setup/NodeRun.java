package org.tongqu.ledger.setup;

/**
 * A run of a node (节点) of the gateway. Nodes share one ledger; each has a data directory of its own, which lets one process run at a
 * time: claims of an earlier run of the same node are dead.
 *
 * @param node keeps its name through all its runs and has it alone
 * @param run unlike every earlier one of this node
 */
public record NodeRun(String node, String run) {
    /** @throws IllegalArgumentException if one is blank or has a slash */
    public NodeRun {
        if (node.isBlank() || run.isBlank() || node.contains("/") || run.contains("/")) {
            throw new IllegalArgumentException("node and run need names without a slash");
        }
    }

    /** As it is written into claims: {@code node/run}. */
    @Override
    public String toString() {
        return node + "/" + run;
    }
}
