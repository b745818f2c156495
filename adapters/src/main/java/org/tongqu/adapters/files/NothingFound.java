package org.tongqu.adapters.files;

import java.util.List;
import org.tongqu.record.port.PickUp;

/** No file lies there that its party says is whole. */
record NothingFound() implements PickUp.Found {
    @Override
    public List<PickUp.Lying> messages() {
        return List.of();
    }

    @Override
    public List<PickUp.Objection> objections() {
        return List.of();
    }

    @Override
    public List<PickUp.Stray> strays() {
        return List.of();
    }

    @Override
    public List<String> settled() {
        return List.of();
    }

    @Override
    public boolean isMore() {
        return false;
    }

    @Override
    public void answer(List<PickUp.Verdict> verdicts) {
        // There is nobody to tell.
    }
}
