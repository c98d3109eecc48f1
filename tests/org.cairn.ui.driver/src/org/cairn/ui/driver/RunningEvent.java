package org.cairn.ui.driver;

import java.time.Duration;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.ConcurrentHashMap;

/** An event that has not ended, and where the UI thread was meanwhile. */
final class RunningEvent {
    private static final String OWN = "org.cairn.";
    private static final String DRIVER = "org.cairn.ui.driver.";

    /** It runs the loop, so it is below each event. */
    private static final String LOOP = "org.cairn.rcp.RcpApplication";

    private final int type;
    private final long begin;
    private final Map<String, Integer> frames = new ConcurrentHashMap<>();

    RunningEvent(int type, long begin) {
        this.type = type;
        this.begin = begin;
    }

    Duration lasts(long now) {
        return Duration.ofNanos(now - begin);
    }

    void saw(StackTraceElement[] stack) {
        String met = "";
        for (StackTraceElement frame : stack) {
            String name = frame.getClassName();
            if (name.startsWith(OWN) && !name.startsWith(DRIVER) && !name.equals(LOOP)) {
                met = frame.toString();
                break;
            }
            if (met.isEmpty() && name.startsWith("org.eclipse.")) {
                met = "no frame of Cairn, but " + frame;
            }
        }
        if (!met.isEmpty()) {
            frames.merge(met, 1, Integer::sum);
        }
    }

    UiEvent end(long now) {
        String most =
                frames.entrySet().stream()
                        .max(Entry.comparingByValue())
                        .map(Entry::getKey)
                        .orElse("");
        return new UiEvent(type, lasts(now), most);
    }
}
