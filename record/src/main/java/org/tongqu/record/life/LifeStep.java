package org.tongqu.record.life;

import java.util.Optional;
import org.tongqu.record.failure.Rejection;

/**
 * One record as a step in the life of the object it is about. A pure function: the same state gives the same answer, so it may be asked
 * again after a commit that was not answered.
 */
public interface LifeStep {
    /**
     * The state after the first record of an object.
     *
     * @throws Rejection {@code STATE_CONFLICT} if no life begins with this record
     */
    ObjectState first();

    /**
     * The state after this record.
     *
     * @throws Rejection {@code STATE_CONFLICT} if it does not fit the state; nothing of it is kept then
     */
    ObjectState after(ObjectState before);

    /** The state after this record of an object whose earlier records were accepted before lives were followed: any may be the next. */
    ObjectState midway();

    /**
     * A number of another object of the same family and keyspace, or one under which it is known elsewhere, in which this object goes on
     * after this record. Empty if it does not.
     */
    default Optional<String> into() {
        return Optional.empty();
    }

    /**
     * Looks at the object that {@link #into} names, if its state is known.
     *
     * @throws Rejection {@code STATE_CONFLICT} if nothing can go on in it any more
     */
    default void requireOpen(ObjectState other) {}
}
