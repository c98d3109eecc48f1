package org.cairn.ui.driver;

import org.eclipse.swt.SWT;

import java.time.Duration;

/**
 * One event that kept the UI thread.
 *
 * @param type of SWT; {@link SWT#None} is something that another thread has put into the queue
 * @param duration how long it lasted
 * @param frame the method of Cairn that was met most often, or what was met instead; empty for a
 *     short event
 */
public record UiEvent(int type, Duration duration, String frame) {
    /**
     * The type in words.
     *
     * @return the name that SWT gives it, such as {@code Selection}
     */
    public String typeName() {
        return switch (type) {
            case SWT.None -> "Runnable";
            case SWT.KeyDown -> "KeyDown";
            case SWT.KeyUp -> "KeyUp";
            case SWT.MouseDown -> "MouseDown";
            case SWT.MouseUp -> "MouseUp";
            case SWT.MouseMove -> "MouseMove";
            case SWT.MouseEnter -> "MouseEnter";
            case SWT.MouseExit -> "MouseExit";
            case SWT.MouseHover -> "MouseHover";
            case SWT.MouseDoubleClick -> "MouseDoubleClick";
            case SWT.MouseVerticalWheel -> "MouseVerticalWheel";
            case SWT.Paint -> "Paint";
            case SWT.Move -> "Move";
            case SWT.Resize -> "Resize";
            case SWT.Dispose -> "Dispose";
            case SWT.Selection -> "Selection";
            case SWT.DefaultSelection -> "DefaultSelection";
            case SWT.FocusIn -> "FocusIn";
            case SWT.FocusOut -> "FocusOut";
            case SWT.Expand -> "Expand";
            case SWT.Collapse -> "Collapse";
            case SWT.Close -> "Close";
            case SWT.Show -> "Show";
            case SWT.Hide -> "Hide";
            case SWT.Modify -> "Modify";
            case SWT.Verify -> "Verify";
            case SWT.Activate -> "Activate";
            case SWT.Deactivate -> "Deactivate";
            case SWT.Traverse -> "Traverse";
            case SWT.MenuDetect -> "MenuDetect";
            case SWT.SetData -> "SetData";
            case SWT.MeasureItem -> "MeasureItem";
            case SWT.PaintItem -> "PaintItem";
            case SWT.Settings -> "Settings";
            case SWT.Skin -> "Skin";
            default -> "type " + type;
        };
    }

    @Override
    public String toString() {
        return String.format("%6d ms  %-14s %s", duration.toMillis(), typeName(), frame).strip();
    }
}
