package org.tongqu.routes.pickup;

/**
 * How a turn ended.
 *
 * @param hadSomething whether something lay there
 * @param isMore whether there is probably more
 * @param isHeldUp whether nothing is taken now, so that it is of no use to look again at once
 */
record Ended(boolean hadSomething, boolean isMore, boolean isHeldUp) {
    /** Nothing is taken now. */
    static final Ended HELD_UP = new Ended(false, false, true);
}
