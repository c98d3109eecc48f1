package org.cairn.ui.internal.recent;

import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.jface.preference.IPreferenceStore;
import org.eclipse.ui.preferences.ScopedPreferenceStore;

import java.util.ArrayList;
import java.util.List;

/** Texts that the user gave lately, the last one first, kept between starts. */
public final class RecentTexts {
    private static final String NODE = "org.cairn.ui";
    private static final String SEPARATOR = "\n";

    private final IPreferenceStore preferences;
    private final String key;
    private final int most;

    /**
     * Texts in a place of their own.
     *
     * @param preferences where they are kept
     * @param key under which
     * @param most how many of them, at least 1
     */
    public RecentTexts(IPreferenceStore preferences, String key, int most) {
        this.preferences = preferences;
        this.key = key;
        this.most = most;
    }

    /**
     * Texts in the preferences of this workspace.
     *
     * @param key under which they are kept
     * @param most how many of them, at least 1
     * @return the texts
     */
    public static RecentTexts ofWorkspace(String key, int most) {
        return new RecentTexts(new ScopedPreferenceStore(InstanceScope.INSTANCE, NODE), key, most);
    }

    /**
     * The texts.
     *
     * @return the last one first
     */
    public List<String> all() {
        return preferences.getString(key).lines().filter(line -> !line.isBlank()).toList();
    }

    /**
     * Puts a text first.
     *
     * @param text one line
     */
    public void add(String text) {
        List<String> texts = new ArrayList<>(all());
        texts.remove(text);
        texts.add(0, text);
        preferences.setValue(
                key, String.join(SEPARATOR, texts.subList(0, Math.min(most, texts.size()))));
    }

    /** Forgets all. */
    public void clear() {
        preferences.setToDefault(key);
    }
}
