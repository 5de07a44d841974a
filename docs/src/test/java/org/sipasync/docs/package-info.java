/** Checks the Markdown pages of this repository: links, samples and lists. */
package org.sipasync.docs;
