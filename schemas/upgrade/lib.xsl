<?xml version="1.0" encoding="UTF-8"?>
<!-- What the steps share: copying what they do not touch, finding by id, new ids, telling. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:mode on-no-match="shallow-copy"/>
  <xsl:output method="xml" encoding="UTF-8" indent="no"/>

  <xsl:key name="id" match="configuration//*[@id]" use="@id"/>

  <!-- The status is not the administrator's: no step touches it. -->
  <xsl:template match="/cib/status" priority="100">
    <xsl:copy-of select="."/>
  </xsl:template>

  <!-- Rules that stand for others, and permissions, by the ids that they name. -->
  <xsl:key name="stand-in" match="configuration//rule[@id-ref]" use="@id-ref"/>
  <xsl:key name="permission" match="acls//acl_permission[@reference]" use="@reference"/>

  <!-- Whether others refer to an element or to a rule in it, so that it has to stay, be it empty. -->
  <xsl:function name="u:is-referred-to" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="ids" select="$element/@id, $element//rule/@id"/>
    <xsl:sequence select="exists($ids ! (key('stand-in', ., root($element)) except $element//rule,
        key('permission', ., root($element))))"/>
  </xsl:function>

  <!-- A rule for another set to have as well: with ids of its own, which begin with what it is for. -->
  <xsl:mode name="another" on-no-match="shallow-copy"/>
  <xsl:template match="@id" mode="another">
    <xsl:param name="for" as="xs:string" tunnel="yes"/>
    <xsl:attribute name="id" select="u:id(($for, string(.)))"/>
  </xsl:template>

  <!-- An id that tells what it came from, for an element that the upgrade makes. -->
  <xsl:function name="u:id" as="xs:string">
    <xsl:param name="words" as="xs:string*"/>
    <xsl:sequence select="string-join(('upgraded', $words), '-')"/>
  </xsl:function>

  <!-- Tells the administrator of a change: what it is about, and what was done. -->
  <xsl:template name="u:tell">
    <xsl:param name="about" as="element()" select="."/>
    <xsl:param name="what" as="xs:string"/>
    <xsl:message select="u:words($about) || ': ' || $what"/>
  </xsl:template>

  <xsl:function name="u:words" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="id" select="($element/@id, $element/@u:stands-for, $element/@id-ref)[1]"/>
    <xsl:variable name="around" select="$element/ancestor::*[@id][1]"/>
    <xsl:sequence select="'&lt;' || name($element)
        || (if ($id) then ' id=&quot;' || $id || '&quot;' else '') || '&gt;'
        || (if (empty($id) and $around) then ' in ' || u:words($around) else '')"/>
  </xsl:function>
</xsl:stylesheet>
