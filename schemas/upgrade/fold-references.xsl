<?xml version="1.0" encoding="UTF-8"?>
<!-- Copies that still say what the original says become references to it again. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="lib.xsl"/>

  <xsl:template match="*[@u:stands-for]">
    <xsl:variable name="original" select="key('id', @u:stands-for)[name() = name(current())][1]"/>
    <xsl:choose>
      <xsl:when test="$original and u:meaning($original) = u:meaning(.)">
        <xsl:copy>
          <xsl:attribute name="id-ref" select="@u:stands-for"/>
          <xsl:copy-of select="comment()"/>
        </xsl:copy>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="u:tell">
          <xsl:with-param name="what"
              select="'what it stood for has changed or is gone, so it is a copy now'"/>
        </xsl:call-template>
        <xsl:next-match/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Inside of a copy that stays, nothing is a reference to what the copy was made of. -->
  <xsl:template match="@u:stands-for | @u:named"/>

  <xsl:key name="named" match="nvpair[@u:named]" use="@id"/>

  <xsl:template match="nvpair[@u:named]" priority="2">
    <xsl:choose>
      <xsl:when test="key('named', @id)[1] is .">
        <xsl:call-template name="u:tell">
          <xsl:with-param name="what"
              select="'stands on its own now, since a reference may not have another name'"/>
        </xsl:call-template>
        <xsl:next-match/>
      </xsl:when>
      <xsl:otherwise>
        <nvpair id-ref="{@id}">
          <xsl:copy-of select="comment()"/>
        </nvpair>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- All that a set or a pair says, but for the ids. -->
  <xsl:function name="u:meaning" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="attributes" as="xs:string*">
      <xsl:for-each select="$element/(@* except (@id, @u:*))">
        <xsl:sort select="name()"/>
        <xsl:sequence select="name() || '=' || replace(., '([\\\[\],])', '\\$1')"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:sequence select="name($element) || '[' || string-join($attributes, ',') || ']('
        || string-join($element/* ! u:meaning(.), ',') || ')'"/>
  </xsl:function>
</xsl:stylesheet>
